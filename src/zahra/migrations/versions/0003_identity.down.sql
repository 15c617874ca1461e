DROP TABLE pincodes, addresses, auth_events, api_keys, refresh_tokens, sessions, otp_failures,
    otp_throttle, otp_challenges, identities, users;
