// Made by `npm run types` from the OpenAPI document. Do not edit.

export interface paths {
    "/api/v1/auth/sms-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 获取验证码：手机号是否登记过，回答都一样；更换手机号（phone）的须先登录，
         *     发到新手机，或现在登记的手机（不填 phone 即是）。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SmsCodeRequest"];
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeSentView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sms-login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 用短信验证码登录；很久没有登录或登记手机刚变更的，新设备还须填写姓名和身份证号。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SmsLoginRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedInView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mini-program-login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 从微信或支付宝小程序登录；首次使用的，得到一张实名关联凭证。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MiniProgramLoginRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MiniProgramView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 实名关联：登记手机的关联验证码（link），加上本人姓名和身份证号；本人会收到消息和短信。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedInView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 以刷新令牌（放在 Authorization 请求头）换取一对新令牌；没有收到回答的，30 秒内可用旧的再换
         *     一次，得到同一对；此外旧的再用一次，本设备即退出登录。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokensView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 退出本设备。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 退出所有设备，并解除微信、支付宝小程序的关联。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 登录着的设备和关联了的小程序，最近使用的在前 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeviceViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/devices/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** 让一个设备退出登录，或解除一个小程序的关联 */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    device_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 更换手机号：须证明是本人；其他设备退出登录，24 小时内不能绑定和支付，原手机号可以撤销。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PhoneChangeRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/phone/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 用原手机号撤销 24 小时内的更换；所有设备退出登录。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PhoneUndoRequest"];
                };
            };
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 本人信息：姓名、参保情况和身份。 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 个人账户余额 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 个人账户收支明细 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    year?: number | null;
                    from?: string | null;
                    to?: string | null;
                    direction?: "in" | "out" | null;
                    scene?: "OUTPATIENT" | "PHARMACY" | "CHRONIC" | "PREMIUM" | "COMMERCIAL_INS" | "LTC_PREMIUM" | "INPATIENT" | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntryViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 年度汇总：按月、按使用人、按场景 */
        get: {
            parameters: {
                query?: {
                    year?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SummaryView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 年度对账单文件（PDF、XLSX 或 CSV），带验证编号 */
        get: {
            parameters: {
                query: {
                    year: number;
                    format: "pdf" | "xlsx" | "csv";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv; charset=utf-8": string;
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                        "application/pdf": string;
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 冻结本人账户：停止一切支出，拨入照常 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/unfreeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 解除本人的冻结 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/family/eligibility": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 职工共济申请：能不能办、名额和承诺书 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Eligibility"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/family/sms-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 向亲属在医保登记的手机发送验证码；无论亲属情况如何，回答相同 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeRequest"];
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeSentView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/family/bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 共济关系查询：我作为共济人，或作为使用人 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    role?: "authorizer" | "beneficiary";
                    status?: "pending" | "active" | "ended" | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BindingViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        /** 职工共济申请：建立共济关系，即时生效 */
        post: {
            parameters: {
                query?: never;
                header: {
                    "Idempotency-Key": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BindingRequest"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BindingView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/family/bindings/{binding_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                binding_id: string;
            };
            cookie?: never;
        };
        /** 一段共济关系 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    binding_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BindingView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** 修改期限、限额或预留额度（仅共济人） */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    binding_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BindingChange"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BindingView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        trace?: never;
    };
    "/api/v1/family/bindings/{binding_id}/unbind": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                binding_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 解绑：双方均可，立即生效 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    binding_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BindingView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotas/eligibility": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 共济额度：是否开通，能不能办理 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuotaEligibilityView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotas/sms-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 向亲属在医保登记的手机发送验证码；无论亲属情况如何，回答相同 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QuotaCodeRequest"];
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeSentView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我设定的共济额度 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    status?: "live" | "ended" | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuotaViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        /** 为在外地参保的近亲属设定共济额度，即时生效 */
        post: {
            parameters: {
                query?: never;
                header: {
                    "Idempotency-Key": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QuotaRequest"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuotaView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotas/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 亲属从外地为我设定的共济额度，由国家平台告知 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceivedQuotaViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotas/{quota_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quota_id: string;
            };
            cookie?: never;
        };
        /** 一笔共济额度 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    quota_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuotaView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** 增加或减少额度，不低于已使用的金额 */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    quota_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QuotaChange"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuotaView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        trace?: never;
    };
    "/api/v1/quotas/{quota_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quota_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 终止：立即生效，未使用的额度归还本人使用 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    quota_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuotaView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotas/{quota_id}/draws": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quota_id: string;
            };
            cookie?: never;
        };
        /** 一笔共济额度的支取明细 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                };
                header?: never;
                path: {
                    quota_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuotaDrawViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的就医结算记录 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    year?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BillViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/{settlement_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                settlement_id: string;
            };
            cookie?: never;
        };
        /** 结算单：明细、分担、原因与政策依据；format=pdf 时为可打印的文件 */
        get: {
            parameters: {
                query?: {
                    format?: "json" | "pdf";
                };
                header?: never;
                path: {
                    settlement_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReceiptView"];
                        "application/pdf": string;
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entitlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的待遇：起付线、统筹额度已用多少、还剩多少，附条款和来源；可查去年1月1日至今天 */
        get: {
            parameters: {
                query?: {
                    on?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntitlementsView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entitlements/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 估算一笔门诊费用统筹支付多少、换一类机构又是多少；不结算，不占用额度 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EstimateBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EstimateView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/premiums/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 可用个人账户缴费的产品、标准与缴费期 */
        get: {
            parameters: {
                query?: {
                    year?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProductViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/premiums/payables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 已绑定亲属的应缴金额 */
        get: {
            parameters: {
                query: {
                    limit?: number;
                    cursor?: string | null;
                    product: string;
                    year: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PayableViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/premiums/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的缴费记录 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PaymentViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        /** 为亲属（和本人）缴费：按所列顺序逐人办理，每人要么全缴要么不缴 */
        post: {
            parameters: {
                query?: never;
                header: {
                    "Idempotency-Key": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PaymentRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PayingView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/premiums/payments/{payment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        /** 一笔缴费的凭证；format=pdf 时为可打印的文件 */
        get: {
            parameters: {
                query?: {
                    format?: "json" | "pdf";
                };
                header?: never;
                path: {
                    payment_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PaymentView"];
                        "application/pdf": string;
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/premiums/payments/{payment_id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 申请退费：款项原路退回缴费的个人账户 */
        post: {
            parameters: {
                query?: never;
                header: {
                    "Idempotency-Key": string;
                };
                path: {
                    payment_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RefundRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PaymentView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 谁查看过我的信息 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我作出的承诺：文本版本、时间和渠道 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConsentViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 下载本人的全部数据（JSON） */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verify/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        /** 查验对账单、结算单或缴费凭证：任何人凭验证编号，只看到合计 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VerificationView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/insurance-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 生成本人的医保码，60 秒内向定点机构出示。 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InsuranceCodeView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chronic/qualifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的慢特病待遇资格，以及何时可以网上延期 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QualificationViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chronic/qualifications/{qualification_id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                qualification_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 待遇延期：办理期内由本人承诺后网上办理 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    qualification_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExtensionRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QualificationView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chronic/relatives/{binding_id}/sms-codes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                binding_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 为亲属办理延期：向亲属登记的手机发送验证码；身份证号是否相符，回答相同 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    binding_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RelativeCodeRequest"];
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeSentView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chronic/relatives/{binding_id}/qualifications": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                binding_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 亲属凭验证码同意后，查看其慢特病待遇资格；其后 15 分钟内可以为其办理延期 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    binding_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RelativeLookRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelativesQualificationsView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chronic/relatives/{binding_id}/extensions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                binding_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 为已经同意的亲属办理待遇延期，由代办人承诺 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    binding_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RelativeExtensionRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QualificationView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chronic/commitment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 待遇延期的承诺书 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommitmentView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chronic/diseases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 公开资料列出名称的病种、能否网上延期，以及政策规定可网上延期的病种数 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DiseaseListView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 公告：全部，或者某一参保地看得到的 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    area?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NoticeViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 当前业务时间、正在进行和已预告的系统维护 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceStatusView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的消息，最新的在前 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    kind?: "bound" | "unbound" | "spent" | "reminder" | "refund" | "limit" | "notice" | null;
                    unread?: boolean | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MessageViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 把一条消息标为已读 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    message_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MessageView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 消息设置 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MessageSettingsView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        /** 设置共济支付的提醒起点金额 */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MessageSettingsRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MessageSettingsView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/institutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 查询定点医药机构：按参保地、类别、级别、名称 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    area?: string | null;
                    kind?: "hospital" | "pharmacy" | "community" | null;
                    level?: number | null;
                    q?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlaceViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 查询经办机构：参保地的在前，由近及远；可按业务 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string | null;
                    area?: string | null;
                    service?: "enrolment" | "account" | "family" | "premium" | "chronic" | "elsewhere" | "reimbursement" | "transfer" | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OfficeViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 某参保地某日执行的政策参数及依据，以及此前执行过的，另列待核实的参数 */
        get: {
            parameters: {
                query?: {
                    area?: string;
                    on?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PolicyView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy/editions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        /** 某一版政策的全文，版本号见结算单 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EditionView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 清空全部数据并载入一套演示数据 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ResetRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResetView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/identity-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 新设备登录时，多少天没有登录过就要核对姓名和身份证号：0 为总是核对，null 为不核对 */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["IdentityCheck"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityCheck"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 查看业务时间，以及它是否在走 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClockView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        /** 设定业务时间，并处理到期的参保变动和共济关系 */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClockRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClockView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 接收一条参保变动通知 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EventRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/jobs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 立即执行一项定时任务 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JobRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JobView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/sms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 查看某手机号收到的短信 */
        get: {
            parameters: {
                query: {
                    phone: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TextViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 查看一次结算或撤销记入账本的分录 */
        get: {
            parameters: {
                query: {
                    settlement_id: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LedgerLineViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 依据账本重新核对全部账目 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CheckView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/personas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 可供体验的人员 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PersonaViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/institutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 可供体验的定点医药机构及其接口密钥 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxInstitutionViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 可供体验的收费项目 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxItemViewList"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/quotas/draws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 作为使用人的参保地，通过国家平台支取一笔共济额度；同一流水号重发得到相同回答 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DrawRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawReceiptView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/quotas/draws/{serial_number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serial_number: string;
            };
            cookie?: never;
        };
        /** 查询一笔支取 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    serial_number: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawReceiptView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/quotas/draws/{of_serial_number}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                of_serial_number: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 全额撤销一笔支取 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    of_serial_number: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReversalRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawReceiptView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/quotas/{quota_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quota_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 使用人在参保地终止共济额度 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    quota_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TakersEndRequest"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EndedQuotaView"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/quotas/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 外省亲属为本省参保人设定共济额度 */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GivenElsewhereRequest"];
                };
            };
            responses: {
                /** @description No Content */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                403: components["responses"]["FORBIDDEN"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/quotas/clearing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一个月的清算文件（CSV） */
        get: {
            parameters: {
                query: {
                    month: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OK */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                404: components["responses"]["NOT_FOUND"];
                408: components["responses"]["REQUEST_TIMEOUT"];
                409: components["responses"]["CONFLICT"];
                414: components["responses"]["REQUEST_URI_TOO_LONG"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                431: components["responses"]["REQUEST_HEADER_FIELDS_TOO_LARGE"];
                500: components["responses"]["INTERNAL_SERVER_ERROR"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        FieldErrorView: {
            pointer: string;
            code: string;
            title: string;
        };
        ProblemView: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            remedy: string;
            basis: {
                [key: string]: unknown;
            }[];
            errors: components["schemas"]["FieldErrorView"][];
            trace: string;
        };
        PaginationMetadata: {
            /** @description Total number of items. */
            total?: number;
            /** @description Total number of pages. */
            total_pages?: number;
            /** @description First available page number. */
            first_page?: number;
            /** @description Last available page number. */
            last_page?: number;
            /** @description Current page number. */
            page?: number;
            /** @description Previous page number. */
            previous_page?: number;
            /** @description Next page number. */
            next_page?: number;
        };
        SmsCodeRequest: {
            phone?: string;
            /** @enum {string} */
            purpose: "login" | "bind" | "link" | "phone" | "phone_undo";
        };
        CodeSentView: {
            expires_in_s: number;
            resend_after_s: number;
        };
        SmsLoginRequest: {
            phone: string;
            code: string;
            name?: string;
            id_number?: string;
        };
        InsuranceView: {
            /** @enum {string} */
            kind: "employee" | "resident";
            /** @enum {string} */
            status: "normal" | "suspended" | "ended";
            area: string;
        };
        MeView: {
            id: string;
            name: string;
            id_number_masked: string;
            phone_masked: string | null;
            area: string | null;
            insurances: components["schemas"]["InsuranceView"][];
            quota_open: boolean;
            roles: string[];
        };
        SignedInView: {
            access_token: string;
            refresh_token: string;
            expires_in_s: number;
            person: components["schemas"]["MeView"];
            device_mark: string;
        };
        MiniProgramLoginRequest: {
            /** @enum {string} */
            provider: "wechat" | "alipay";
            code: string;
        };
        MiniProgramView: {
            access_token?: string;
            refresh_token?: string;
            expires_in_s?: number;
            person?: components["schemas"]["MeView"];
            device_mark?: string;
            link_ticket?: string;
        };
        LinkRequest: {
            link_ticket: string;
            phone: string;
            code: string;
            name: string;
            id_number: string;
        };
        TokensView: {
            access_token: string;
            refresh_token: string;
            expires_in_s: number;
        };
        DeviceView: {
            id: string;
            /** @enum {string} */
            kind: "session" | "wechat" | "alipay";
            /** @enum {string} */
            channel: "app" | "wechat_oa" | "wechat_mp" | "alipay_mp" | "nhsa_app" | "counter" | "institution" | "system";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_used_at: string;
            current: boolean;
        };
        DeviceViewList: {
            items: components["schemas"]["DeviceView"][];
            next: string | null;
        };
        Proof: {
            old_code?: string;
            name?: string;
            id_number?: string;
        };
        PhoneChangeRequest: {
            phone: string;
            code: string;
            proof: components["schemas"]["Proof"];
        };
        PhoneUndoRequest: {
            phone: string;
            code: string;
        };
        AccountView: {
            balance_fen: number;
            available_fen: number;
            held_fen: number;
            prior_years_fen: number;
            current_year_fen: number;
            frozen: boolean;
            area: string | null;
            has_account: boolean;
        };
        MemberView: {
            name: string;
            relation: string | null;
        };
        EntryView: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            direction: "in" | "out";
            amount_fen: number;
            balance_after_fen: number;
            /** @enum {string} */
            kind: "credit" | "own_spend" | "family_spend" | "quota_spend" | "premium" | "insurance" | "refund" | "correction" | "book";
            scene: string | null;
            place: string | null;
            member: components["schemas"]["MemberView"] | null;
            settlement_id: string | null;
            payment_id: string | null;
        };
        EntryViewList: {
            items: components["schemas"]["EntryView"][];
            next: string | null;
        };
        MonthSum: {
            month: number;
            in_fen: number;
            out_fen: number;
        };
        MemberSum: {
            name: string;
            relation: string | null;
            out_fen: number;
        };
        SceneSum: {
            scene: string | null;
            out_fen: number;
        };
        SummaryView: {
            opening_fen: number;
            credited_fen: number;
            spent_fen: number;
            refunded_fen: number;
            closing_fen: number;
            prior_years_fen: number;
            current_year_fen: number;
            by_month: components["schemas"]["MonthSum"][];
            by_member: components["schemas"]["MemberSum"][];
            by_scene: components["schemas"]["SceneSum"][];
        };
        ProblemBrief: {
            code: string;
            title: string;
            detail: string;
            remedy: string;
        };
        CommitmentText: {
            version: string;
            text: string;
        };
        Eligibility: {
            eligible: boolean;
            problem: components["schemas"]["ProblemBrief"] | null;
            active: number;
            active_max: number;
            distinct: number;
            distinct_max: number;
            relations_allowed: ("spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other")[];
            /** @enum {string} */
            geo_scope: "SAME_CITY" | "SAME_PROVINCE";
            consent_age: number;
            commitment: components["schemas"]["CommitmentText"];
        };
        Relative: {
            name: string;
            id_number: string;
            phone: string;
        };
        CodeRequest: {
            beneficiary: components["schemas"]["Relative"];
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
        };
        Commitment: {
            version: string;
            accepted: boolean;
        };
        BindingRequest: {
            beneficiary: components["schemas"]["Relative"];
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on: string;
            /** @default null */
            sms_code: string | null;
            commitment: components["schemas"]["Commitment"];
        };
        MaskedPerson: {
            name: string;
            id_number_masked: string;
            phone_masked: string | null;
        };
        Limits: {
            per_use_fen?: number | null;
            month_fen?: number | null;
            year_fen?: number | null;
        };
        BindingView: {
            id: string;
            /** @enum {string} */
            role: "authorizer" | "beneficiary";
            /** @enum {string} */
            status: "pending" | "active" | "ended";
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
            authorizer: components["schemas"]["MaskedPerson"];
            beneficiary: components["schemas"]["MaskedPerson"];
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on: string;
            /** @enum {string} */
            channel: "app" | "wechat_oa" | "wechat_mp" | "alipay_mp" | "nhsa_app" | "counter" | "institution" | "system";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            /** @enum {string|null} */
            end_reason: "unbound_by_authorizer" | "unbound_by_beneficiary" | "unbound_by_counter" | "expired" | "death" | "transfer_out" | "insurance_ended" | "corrected" | null;
            limits: components["schemas"]["Limits"];
            hold_fen: number | null;
            used_month_fen: number;
            used_year_fen: number;
        };
        BindingViewList: {
            items: components["schemas"]["BindingView"][];
            next: string | null;
        };
        BindingChange: {
            /** Format: date */
            ends_on?: string;
            limits?: components["schemas"]["Limits"];
            hold_fen?: number;
        };
        QuotaEligibilityView: {
            is_open: boolean;
            eligible: boolean;
            problem: components["schemas"]["ProblemBrief"] | null;
            areas: string[];
            free_fen: number;
            relations_allowed: ("spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other")[];
            consent_age: number;
            commitment: components["schemas"]["CommitmentText"];
        };
        QuotaCodeRequest: {
            beneficiary: components["schemas"]["Relative"];
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
        };
        QuotaRequest: {
            beneficiary: components["schemas"]["Relative"];
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
            amount_fen: number;
            /** @default null */
            sms_code: string | null;
            commitment: components["schemas"]["Commitment"];
        };
        QuotaView: {
            id: string;
            /** @enum {string} */
            status: "live" | "ended";
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
            taker: components["schemas"]["MaskedPerson"];
            taker_area: string;
            amount_fen: number;
            drawn_fen: number;
            left_fen: number;
            /** @enum {string} */
            channel: "app" | "wechat_oa" | "wechat_mp" | "alipay_mp" | "nhsa_app" | "counter" | "institution" | "system";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            /** @enum {string|null} */
            end_reason: "by_giver" | "by_taker" | "death" | "transfer_out" | "insurance_ended" | "insurance_suspended" | null;
        };
        QuotaViewList: {
            items: components["schemas"]["QuotaView"][];
            next: string | null;
        };
        ReceivedQuotaView: {
            giver_name: string;
            giver_area: string;
            relation: string;
            amount_fen: number;
            left_fen: number;
        };
        ReceivedQuotaViewList: {
            items: components["schemas"]["ReceivedQuotaView"][];
            next: string | null;
        };
        QuotaChange: {
            amount_fen: number;
        };
        QuotaDrawView: {
            id: string;
            serial_number: string;
            area: string;
            /** @enum {string} */
            used_for: "care" | "drugs" | "resident_premium" | "ltc_premium";
            place: string;
            asked_fen: number;
            amount_fen: number;
            /** Format: date-time */
            drawn_at: string;
            /** Format: date-time */
            reversed_at: string | null;
        };
        QuotaDrawViewList: {
            items: components["schemas"]["QuotaDrawView"][];
            next: string | null;
        };
        Payer: {
            name: string;
            relation: string;
            amount_fen: number;
        };
        BillView: {
            settlement_id: string;
            /** Format: date-time */
            at: string;
            place: string;
            scene: string;
            total_fen: number;
            pool_fen: number;
            own_fen: number;
            mutual_fen: number;
            cash_fen: number;
            reason: string | null;
            payers: components["schemas"]["Payer"][];
            reverses_id: string | null;
            reversed_by_id: string | null;
        };
        BillViewList: {
            items: components["schemas"]["BillView"][];
            next: string | null;
        };
        ClassesView: {
            in_scope_fen: number;
            first_self_pay_fen: number;
            over_limit_fen: number;
            full_self_pay_fen: number;
        };
        LineView: {
            number: string;
            code: string;
            name: string;
            level: string;
            quantity: string;
            price: string;
            amount_fen: number;
            in_scope_fen: number;
            first_self_pay_fen: number;
            over_limit_fen: number;
            full_self_pay_fen: number;
            reason: string | null;
        };
        Reason: {
            code: string;
            title: string;
            remedy: string;
        };
        CitationView: {
            source: string;
            /** @enum {string} */
            kind: "official" | "press" | "seed" | "design";
            title: string;
            number: string | null;
            url: string | null;
            key: string;
            /** Format: date */
            since: string;
            rule: string;
        };
        CircumstancesView: {
            institution_kind: string;
            institution_level: number | null;
            institution_area: string;
            institution_told: string;
            insurance_kind: string;
            insurance_area: string;
            category: string | null;
            status: string;
            insurance_told: string;
        };
        ReceiptView: {
            settlement_id: string;
            /** Format: date-time */
            at: string;
            place: string;
            scene: string;
            total_fen: number;
            pool_fen: number;
            own_fen: number;
            mutual_fen: number;
            cash_fen: number;
            reason: string | null;
            payers: components["schemas"]["Payer"][];
            reverses_id: string | null;
            reversed_by_id: string | null;
            deductible_fen: number;
            pool_rate: string;
            calculation: string[];
            classes: components["schemas"]["ClassesView"];
            lines: components["schemas"]["LineView"][];
            explanation: components["schemas"]["Reason"] | null;
            basis: components["schemas"]["CitationView"][];
            policy_version: string;
            policy_url: string;
            circumstances: components["schemas"]["CircumstancesView"] | null;
        };
        ParameterView: {
            key: string;
            title: string;
            value: unknown;
            /** Format: date */
            since: string;
            /** Format: date */
            until: string | null;
            area: string;
            told: string | null;
            /** @enum {string} */
            group: "who" | "use" | "pool" | "chronic" | "special" | "premium" | "account" | "crossing";
            citations: components["schemas"]["CitationView"][];
            mark: string | null;
        };
        MeterView: {
            /** @enum {string} */
            kind: "deductible" | "deductible_level_1" | "deductible_level_2" | "deductible_level_3" | "pool" | "two_diseases" | "chronic" | "dual";
            title: string;
            told: string;
            /** Format: date */
            since: string;
            /** Format: date */
            until: string;
            used_fen: number | null;
            limit_fen: number | null;
            left_fen: number | null;
            clauses: components["schemas"]["ParameterView"][];
        };
        EntitledView: {
            /** @enum {string} */
            insurance: "employee" | "resident";
            /** @enum {string|null} */
            category: "active" | "retired" | "flexible" | "pool_only" | null;
            /** @enum {string} */
            status: "normal" | "suspended" | "ended";
            area: string;
            problem: components["schemas"]["ProblemBrief"] | null;
            meters: components["schemas"]["MeterView"][];
        };
        EntitlementsView: {
            /** Format: date */
            on: string;
            insurances: components["schemas"]["EntitledView"][];
            problem: components["schemas"]["ProblemBrief"] | null;
            policy_version: string;
            policy_url: string;
        };
        EstimateBody: {
            amount_fen: number;
            /**
             * @default null
             * @enum {string|null}
             */
            place: "level_1" | "level_2" | "level_3" | "pharmacy_prescription" | "pharmacy" | "two_diseases" | null;
            /** @default null */
            institution_code: string | null;
            /**
             * @default null
             * @enum {string|null}
             */
            insurance: "employee" | "resident" | null;
        };
        EstimatedLegView: {
            /** @enum {string|null} */
            place: "level_1" | "level_2" | "level_3" | "pharmacy_prescription" | "pharmacy" | "two_diseases" | null;
            title: string;
            pool_fen: number;
            rest_fen: number;
            deductible_fen: number;
            pool_rate: string;
            calculation: string[];
            basis: components["schemas"]["CitationView"][];
        };
        EstimateView: {
            /** @enum {string} */
            insurance: "employee" | "resident";
            amount_fen: number;
            chosen: components["schemas"]["EstimatedLegView"];
            alternatives: components["schemas"]["EstimatedLegView"][];
            assumed: string;
            policy_version: string;
            policy_url: string;
        };
        SupportedPriceView: {
            /** @enum {string} */
            subsidy: "none" | "half" | "full" | "newborn";
            due_fen: number;
        };
        ProductPriceView: {
            tier: string | null;
            full_fen: number;
            supported: components["schemas"]["SupportedPriceView"][];
        };
        WindowView: {
            /** Format: date */
            opens_on: string;
            /** Format: date */
            closes_on: string;
        };
        ProductView: {
            product: string;
            /** @enum {string} */
            kind: "resident" | "inclusive";
            year: number;
            name: string;
            full_fen: number | null;
            prices: components["schemas"]["ProductPriceView"][];
            window: components["schemas"]["WindowView"];
            basis: components["schemas"]["CitationView"][];
        };
        ProductViewList: {
            items: components["schemas"]["ProductView"][];
            next: string | null;
        };
        PayablePriceView: {
            tier: string | null;
            full_fen: number;
            due_fen: number;
        };
        PayableView: {
            binding_id: string;
            member: components["schemas"]["MemberView"];
            due_fen: number | null;
            prices: components["schemas"]["PayablePriceView"][];
            /** @enum {string} */
            subsidy: "none" | "half" | "full" | "newborn";
            /** @enum {string} */
            status: "due" | "paid" | "paid_by_subsidy" | "not_payable";
            problem: components["schemas"]["ProblemBrief"] | null;
        };
        PayableViewList: {
            items: components["schemas"]["PayableView"][];
            next: string | null;
        };
        TierChoice: {
            binding_id: string;
            tier: string;
        };
        PaymentRequest: {
            product: string;
            year: number;
            binding_ids: string[];
            /** @default false */
            include_self: boolean;
            tiers?: components["schemas"]["TierChoice"][];
        };
        PaidItemView: {
            binding_id: string | null;
            /** @enum {string} */
            status: "paid" | "paid_by_subsidy" | "refused";
            payment_id: string | null;
            amount_fen: number;
            problem: components["schemas"]["ProblemBrief"] | null;
        };
        PayingView: {
            items: components["schemas"]["PaidItemView"][];
            total_fen: number;
            balance_after_fen: number;
        };
        PaymentView: {
            id: string;
            receipt_number: string;
            product: string;
            /** @enum {string} */
            kind: "resident" | "inclusive";
            year: number;
            name: string;
            binding_id: string | null;
            member: components["schemas"]["MemberView"] | null;
            tier: string | null;
            full_fen: number;
            /** @enum {string} */
            subsidy: "none" | "half" | "full" | "newborn";
            amount_fen: number;
            /** @enum {string} */
            status: "paid" | "paid_by_subsidy" | "refunded";
            /** @enum {string} */
            channel: "app" | "wechat_oa" | "wechat_mp" | "alipay_mp" | "nhsa_app" | "counter" | "institution" | "system";
            /** Format: date-time */
            paid_at: string;
            /** Format: date-time */
            refunded_at: string | null;
            /** @enum {string|null} */
            refund_reason: "duplicate" | "joined_employee" | "death" | "cancelled" | null;
            basis: components["schemas"]["CitationView"][];
            policy_version: string;
            policy_url: string;
        };
        PaymentViewList: {
            items: components["schemas"]["PaymentView"][];
            next: string | null;
        };
        RefundRequest: {
            /** @enum {string} */
            reason: "duplicate" | "joined_employee" | "death" | "cancelled";
        };
        AccessView: {
            /** Format: date-time */
            at: string;
            actor: string;
            /** @enum {string} */
            channel: "app" | "wechat_oa" | "wechat_mp" | "alipay_mp" | "nhsa_app" | "counter" | "institution" | "system";
            what: string;
        };
        AccessViewList: {
            items: components["schemas"]["AccessView"][];
            next: string | null;
        };
        ConsentView: {
            /** @enum {string} */
            kind: "binding" | "chronic_extension" | "quota";
            version: string;
            text_title: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            channel: "app" | "wechat_oa" | "wechat_mp" | "alipay_mp" | "nhsa_app" | "counter" | "institution" | "system";
        };
        ConsentViewList: {
            items: components["schemas"]["ConsentView"][];
            next: string | null;
        };
        PeriodView: {
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        };
        VerificationView: {
            number: string;
            /** @enum {string} */
            kind: "statement" | "settlement" | "premium";
            title: string;
            name: string;
            period: components["schemas"]["PeriodView"];
            /** Format: date-time */
            issued_at: string;
            totals: {
                [key: string]: number;
            };
        };
        InsuranceCodeView: {
            token: string;
            expires_in_s: number;
            qr_svg: string;
        };
        ExtensionWindowView: {
            /** Format: date */
            opens_on: string;
            /** Format: date */
            closes_on: string;
        };
        QualificationView: {
            id: string;
            disease: string;
            code: string;
            /** Format: date */
            approved_on: string | null;
            /** Format: date */
            begins_on: string | null;
            /** Format: date */
            valid_to: string;
            online: boolean;
            window: components["schemas"]["ExtensionWindowView"] | null;
            problem: components["schemas"]["ProblemBrief"] | null;
        };
        QualificationViewList: {
            items: components["schemas"]["QualificationView"][];
            next: string | null;
        };
        Acceptance: {
            accepted: boolean;
        };
        ExtensionRequest: {
            commitment: components["schemas"]["Acceptance"];
        };
        RelativeCodeRequest: {
            id_number: string;
        };
        RelativeLookRequest: {
            id_number: string;
            sms_code: string;
        };
        RelativesQualificationsView: {
            name: string;
            /** Format: date-time */
            agreed_until: string;
            commitment_version: string;
            commitment_text: string;
            items: components["schemas"]["QualificationView"][];
        };
        RelativeExtensionRequest: {
            qualification_id: string;
            commitment: components["schemas"]["Commitment"];
        };
        CommitmentView: {
            version: string;
            text: string;
        };
        NamingSourceView: {
            id: string;
            /** @enum {string} */
            kind: "official" | "press" | "seed" | "design";
            title: string;
            url: string | null;
        };
        DiseaseView: {
            name: string;
            code: string | null;
            online: boolean | null;
            source: components["schemas"]["NamingSourceView"];
        };
        DiseaseListView: {
            online_count: number | null;
            online_named: number;
            basis: components["schemas"]["CitationView"][];
            items: components["schemas"]["DiseaseView"][];
            next: string | null;
        };
        NoticeView: {
            id: string;
            area: string;
            /** @enum {string|null} */
            feature: "binding" | "settlement" | "premium" | null;
            title: string;
            text: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string | null;
            /** Format: date-time */
            announced_at: string;
        };
        NoticeViewList: {
            items: components["schemas"]["NoticeView"][];
            next: string | null;
        };
        MaintenanceView: {
            area: string;
            features: ("binding" | "settlement" | "premium")[];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        ServiceStatusView: {
            /** Format: date-time */
            now: string;
            /** Format: date */
            today: string;
            maintenance: components["schemas"]["MaintenanceView"][];
        };
        MessageView: {
            id: string;
            /** @enum {string} */
            kind: "bound" | "unbound" | "spent" | "reminder" | "refund" | "limit" | "notice";
            /** Format: date-time */
            at: string;
            title: string;
            text: string;
            /** Format: date-time */
            read_at: string | null;
        };
        MessageViewList: {
            items: components["schemas"]["MessageView"][];
            next: string | null;
        };
        MessageSettingsView: {
            spent_threshold_fen: number;
        };
        MessageSettingsRequest: {
            spent_threshold_fen: number;
        };
        ServiceView: {
            /** @enum {string} */
            service: "account" | "pool" | "chronic" | "dual";
            /** Format: date */
            since: string | null;
            /** Format: date */
            until: string | null;
            open: boolean;
        };
        PlaceView: {
            code: string;
            name: string;
            area: string;
            /** @enum {string} */
            kind: "hospital" | "pharmacy" | "community";
            level: number | null;
            chronic: boolean;
            open: boolean;
            /** Format: date */
            suspended_from: string | null;
            services: components["schemas"]["ServiceView"][];
        };
        PlaceViewList: {
            items: components["schemas"]["PlaceView"][];
            next: string | null;
        };
        OfficeView: {
            code: string;
            name: string;
            area: string;
            address: string;
            hours: string | null;
            phone: string;
            services: ("enrolment" | "account" | "family" | "premium" | "chronic" | "elsewhere" | "reimbursement" | "transfer")[];
        };
        OfficeViewList: {
            items: components["schemas"]["OfficeView"][];
            next: string | null;
        };
        PolicyView: {
            area: string;
            /** Format: date */
            on: string;
            version: string;
            items: components["schemas"]["ParameterView"][];
            earlier: components["schemas"]["ParameterView"][];
            proposed: components["schemas"]["ParameterView"][];
            next: string | null;
        };
        EditionDaysView: {
            /** Format: date */
            first: string | null;
            /** Format: date */
            last: string | null;
        };
        EditionView: {
            version: string;
            number: number | null;
            days: components["schemas"]["EditionDaysView"];
            rows: components["schemas"]["ParameterView"][];
        };
        FixtureInsurance: {
            /** @enum {string} */
            kind: "employee" | "resident";
            /** @enum {string} */
            status: "normal" | "suspended" | "ended";
            area: string;
            /**
             * @default null
             * @enum {string|null}
             */
            category: "active" | "retired" | "flexible" | "pool_only" | null;
        };
        FixtureAccount: {
            balance_fen: number;
            /** @default null */
            monthly_base_fen: number | null;
        };
        FixtureChronic: {
            disease: string;
            code: string;
            /** Format: date */
            valid_to: string;
            /** @default true */
            online: boolean;
            /**
             * Format: date
             * @default null
             */
            approved_on: string | null;
        };
        FixtureRegistration: {
            /** @enum {string} */
            kind: "dual" | "two_diseases";
            code: string;
            name: string;
            /**
             * Format: date
             * @default null
             */
            since: string | null;
            /** Format: date */
            until: string;
        };
        FixturePerson: {
            key: string;
            name: string;
            /** @enum {string} */
            sex: "M" | "F";
            id_number: string;
            /** @default null */
            phone: string | null;
            insurances?: components["schemas"]["FixtureInsurance"][];
            /** @default null */
            account: components["schemas"]["FixtureAccount"] | null;
            /**
             * @default none
             * @enum {string}
             */
            subsidy: "none" | "half" | "full" | "newborn";
            chronic?: components["schemas"]["FixtureChronic"][];
            registrations?: components["schemas"]["FixtureRegistration"][];
            /** @default null */
            note: string | null;
        };
        FixtureService: {
            /** @enum {string} */
            service: "account" | "pool" | "chronic" | "dual";
            /**
             * Format: date
             * @default null
             */
            since: string | null;
            /**
             * Format: date
             * @default null
             */
            until: string | null;
        };
        FixtureInstitution: {
            code: string;
            name: string;
            area: string;
            /** @default null */
            level: number | null;
            /** @enum {string} */
            kind: "hospital" | "pharmacy" | "community";
            /** @default true */
            designated: boolean;
            /**
             * Format: date
             * @default null
             */
            suspended_from: string | null;
            /** @default false */
            chronic: boolean;
            services?: components["schemas"]["FixtureService"][];
        };
        FixtureItem: {
            code: string;
            name: string;
            /** @enum {string} */
            kind: "drug" | "device" | "consumable" | "service" | "public_health" | "fitness" | "wellness";
            /** @enum {string} */
            level: "01" | "02" | "03";
            self_rate: unknown;
            /** @default null */
            price_cap_fen: number | null;
            /** @default null */
            price_cap: unknown;
            /** @default false */
            restricted: boolean;
            /** @default false */
            dual: boolean;
        };
        FixtureOffice: {
            code: string;
            name: string;
            area: string;
            address: string;
            /** @default null */
            hours: string | null;
            phone: string;
            services?: ("enrolment" | "account" | "family" | "premium" | "chronic" | "elsewhere" | "reimbursement" | "transfer")[];
        };
        FixtureKinship: {
            of: string;
            is: string;
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
        };
        FixtureLimits: {
            /** @default null */
            per_use_fen: number | null;
            /** @default null */
            month_fen: number | null;
            /** @default null */
            year_fen: number | null;
        };
        FixtureBinding: {
            /** @default  */
            key: string;
            authorizer: string;
            beneficiary: string;
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
            /** Format: date */
            starts_on: string;
            /** Format: date */
            ends_on: string;
            /** @enum {string} */
            status: "active" | "ended";
            limits?: components["schemas"]["FixtureLimits"];
            /** @default 0 */
            hold_fen: number;
        };
        FixtureCounter: {
            person: string;
            year: number;
            /** @enum {string} */
            pool: "employee_outpatient" | "resident_outpatient" | "resident_two_diseases" | "employee_chronic_q1" | "employee_chronic_q2" | "employee_chronic_q3" | "employee_chronic_q4" | "resident_chronic_q1" | "resident_chronic_q2" | "resident_chronic_q3" | "resident_chronic_q4";
            deductible_fen: number;
            paid_fen: number;
        };
        FixturePremium: {
            person: string;
            product: string;
            year: number;
            amount_fen: number;
            channel: string;
            /** Format: date */
            paid_on: string;
        };
        FixtureWindow: {
            /** Format: date */
            opens_on: string;
            /** Format: date */
            closes_on: string;
        };
        FixtureProduct: {
            product: string;
            /** @enum {string} */
            kind: "resident" | "inclusive";
            year: number;
            name: string;
            full_fen: number;
            window: components["schemas"]["FixtureWindow"];
            basis: string[];
        };
        FixtureEvent: {
            event_id: string;
            /** @enum {string} */
            type: "DEATH" | "TRANSFER_OUT" | "INSURANCE_SUSPENDED" | "INSURANCE_RESUMED" | "INSURANCE_ENDED" | "RETIRED" | "JOINED_EMPLOYEE" | "PHONE_CHANGED";
            id_number: string;
            /** Format: date */
            effective_on: string;
            data?: {
                [key: string]: unknown;
            };
        };
        FixtureOfficer: {
            operator_no: string;
            password: string;
            area: string;
        };
        FixtureMaintenance: {
            area: string;
            features: ("binding" | "settlement" | "premium")[];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        FixtureNotice: {
            area: string;
            title: string;
            text: string;
            /**
             * Format: date-time
             * @default null
             */
            to: string | null;
        };
        FixturePolicy: {
            area: string;
            key: string;
            value: unknown;
            /** Format: date */
            since: string;
            basis: string[];
        };
        Fixture: {
            /** Format: date-time */
            clock: string | null;
            /** @default false */
            running: boolean;
            persons: components["schemas"]["FixturePerson"][];
            institutions?: components["schemas"]["FixtureInstitution"][];
            catalogue?: components["schemas"]["FixtureItem"][];
            offices?: components["schemas"]["FixtureOffice"][];
            kinship?: components["schemas"]["FixtureKinship"][];
            bindings?: components["schemas"]["FixtureBinding"][];
            year_counters?: components["schemas"]["FixtureCounter"][];
            premium_payments?: components["schemas"]["FixturePremium"][];
            products?: components["schemas"]["FixtureProduct"][];
            events?: components["schemas"]["FixtureEvent"][];
            officers?: components["schemas"]["FixtureOfficer"][];
            maintenance?: components["schemas"]["FixtureMaintenance"][];
            notices?: components["schemas"]["FixtureNotice"][];
            policy?: components["schemas"]["FixturePolicy"][];
        };
        ResetRequest: {
            /** @default null */
            fixture: components["schemas"]["Fixture"] | null;
            /**
             * @default null
             * @enum {string|null}
             */
            name: "demo" | null;
        };
        ResetView: {
            /** Format: date-time */
            now?: string;
            running?: boolean;
            persons?: number;
            institutions?: number;
            bindings?: number;
        };
        IdentityCheck: {
            after_days: number | null;
        };
        ClockView: {
            /** Format: date-time */
            now?: string;
            running?: boolean;
        };
        ClockRequest: {
            /** Format: date-time */
            now: string | null;
            /** @default false */
            running: boolean;
        };
        EventRequest: {
            event_id: string;
            /** @enum {string} */
            type: "DEATH" | "TRANSFER_OUT" | "INSURANCE_SUSPENDED" | "INSURANCE_RESUMED" | "INSURANCE_ENDED" | "RETIRED" | "JOINED_EMPLOYEE" | "PHONE_CHANGED";
            id_number: string;
            /** Format: date */
            effective_on: string;
            data?: {
                [key: string]: unknown;
            };
        };
        EventView: {
            event_id: string;
            status: string;
        };
        JobRequest: {
            /** @default null */
            month: string | null;
            /** @default null */
            year: number | null;
        };
        JobView: {
            counts: {
                [key: string]: number;
            };
        };
        TextView: {
            phone?: string;
            text?: string;
            code?: string | null;
            purpose?: string;
            /** Format: date-time */
            sent_at?: string;
            provider?: string;
        };
        TextViewList: {
            items: components["schemas"]["TextView"][];
            next: string | null;
        };
        LedgerLineView: {
            account: string;
            owner: string | null;
            amount_fen: number;
            balance_after_fen: number | null;
            /** Format: date-time */
            at: string;
        };
        LedgerLineViewList: {
            items: components["schemas"]["LedgerLineView"][];
            next: string | null;
        };
        CheckView: {
            ok?: boolean;
            checked?: number;
            failures?: string[];
        };
        PersonaView: {
            key?: string;
            name?: string;
            id_number?: string;
            phone?: string | null;
            area?: string | null;
            insurance?: string | null;
            balance_fen?: number | null;
            note?: string;
        };
        PersonaViewList: {
            items: components["schemas"]["PersonaView"][];
            next: string | null;
        };
        SandboxInstitutionView: {
            code?: string;
            name?: string;
            area?: string;
            kind?: string;
            level?: number | null;
            designated?: boolean;
            /** Format: date */
            suspended_from?: string | null;
            chronic?: boolean;
            access_key?: string;
            secret?: string;
        };
        SandboxInstitutionViewList: {
            items: components["schemas"]["SandboxInstitutionView"][];
            next: string | null;
        };
        SandboxItemView: {
            code?: string;
            name?: string;
            kind?: string;
            level?: string;
            price_cap?: number | null;
            restricted?: boolean;
        };
        SandboxItemViewList: {
            items: components["schemas"]["SandboxItemView"][];
            next: string | null;
        };
        DrawRequest: {
            serial_number: string;
            quota_id: string;
            id_number: string;
            area: string;
            /** @enum {string} */
            used_for: "care" | "drugs" | "resident_premium" | "ltc_premium";
            amount_fen: number;
            place: string;
        };
        DrawReceiptView: {
            draw: components["schemas"]["QuotaDrawView"];
            left_fen: number;
        };
        ReversalRequest: {
            serial_number: string;
        };
        TakersEndRequest: {
            id_number: string;
        };
        EndedQuotaView: {
            id: string;
            /** Format: date-time */
            ended_at: string;
            /** @enum {string} */
            end_reason: "by_giver" | "by_taker" | "death" | "transfer_out" | "insurance_ended" | "insurance_suspended";
        };
        GivenElsewhereRequest: {
            id_number: string;
            giver_name: string;
            giver_area: string;
            /** @enum {string} */
            relation: "spouse" | "parent" | "child" | "sibling" | "paternal_grandparent" | "maternal_grandparent" | "paternal_grandchild" | "maternal_grandchild" | "parent_in_law" | "other";
            amount_fen: number;
            left_fen: number;
        };
    };
    responses: {
        /** @description Unprocessable Entity */
        UNPROCESSABLE_ENTITY: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Bad Request */
        BAD_REQUEST: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Not Found */
        NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Request Timeout */
        REQUEST_TIMEOUT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Conflict */
        CONFLICT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Request-URI Too Long */
        REQUEST_URI_TOO_LONG: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Too Many Requests */
        TOO_MANY_REQUESTS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Request Header Fields Too Large */
        REQUEST_HEADER_FIELDS_TOO_LARGE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Internal Server Error */
        INTERNAL_SERVER_ERROR: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Service Unavailable */
        SERVICE_UNAVAILABLE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Unsupported Media Type */
        UNSUPPORTED_MEDIA_TYPE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Unauthorized */
        UNAUTHORIZED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
        /** @description Forbidden */
        FORBIDDEN: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
